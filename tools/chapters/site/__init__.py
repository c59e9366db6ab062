"""The reading site: pure pages from a `Book` value."""
