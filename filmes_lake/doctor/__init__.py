"""What `doctor` checks: this machine, the lake, and the services it uses."""
