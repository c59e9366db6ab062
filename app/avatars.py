"""A picture for everybody, drawn from nothing but a name."""

from hashlib import sha256

SIDE = 5  # squares, within an edge of one


def svg(name):
    """Return the picture that goes with `name`: the same each time."""
    hue, *digest = sha256(name.encode()).digest()
    colour = f"hsl({hue * 360 // 256} 45%"
    squares = "".join(f"M{x} {y}h1v1h-1z" for x, y in filled(digest))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 7 7">'
        f'<path fill="{colour} 88%)" d="M-1-1h7v7h-7z"/>'
        f'<path fill="{colour} 30%)" d="{squares}"/></svg>'
    )


def filled(digest):
    """Yield the squares to be drawn, left and right alike, as a face has it."""
    for y in range(SIDE):
        for x in range(SIDE // 2 + 1):
            if digest[y * SIDE + x] % 2:
                yield from {(x, y), (SIDE - 1 - x, y)}
