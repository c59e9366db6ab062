"""The settings: one class for each kind of place that Pipit runs in."""


class Config:
    """What all kinds share."""


class DevelopmentConfig(Config):
    """On your own machine."""


class TestingConfig(Config):
    TESTING = True


class ProductionConfig(Config):
    """Where the public is."""
