"""What the desk asks of the store, one module for each part of the screen. All take a connection and a service."""
