"""The settings: one class for each kind of place that Pipit runs in."""

import os


class Config:
    """What all kinds share."""


class DevelopmentConfig(Config):
    """On your own machine."""


class TestingConfig(Config):
    TESTING = True


class ProductionConfig(Config):
    """Where the public is."""


CONFIGS = {
    "development": DevelopmentConfig,
    "testing": TestingConfig,
    "production": ProductionConfig,
}


def chosen():
    """Return the class that PIPIT_CONFIG names."""
    name = os.environ.get("PIPIT_CONFIG", "development")
    if name not in CONFIGS:
        raise RuntimeError(f"PIPIT_CONFIG={name} is none of: {', '.join(CONFIGS)}")
    return CONFIGS[name]
