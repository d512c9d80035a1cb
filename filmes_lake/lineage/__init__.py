"""Where figures come from: a title's way through the layers, and what two versions differ in and why."""
