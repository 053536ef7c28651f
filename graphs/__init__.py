"""Wiring only: which node follows which. Builders are exported; whoever runs them compiles them."""
