"""What stands between the graphs and the services beyond this server.

Each seam with vendors gets one wrapper that asks them in order and ends at the embedded
provider, which needs nobody. A call to a vendor has a time limit (`service.py`), is tried a
second time where that is safe (`retry.py`), and is not made at all while the vendor's breaker
is open (`breaker.py`); what happened is counted for whoever watches (`health.py`).
"""
