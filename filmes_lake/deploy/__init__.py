"""What runs a lake on AWS by itself: how it is described and packed."""
