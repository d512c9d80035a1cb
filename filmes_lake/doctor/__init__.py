"""What `doctor` looks at: this machine, the lake, and the services it speaks to."""
