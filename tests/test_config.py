from app import create_app
from config import ProductionConfig


def test_overrides_come_last():
    assert create_app(ProductionConfig, TESTING=True).testing
