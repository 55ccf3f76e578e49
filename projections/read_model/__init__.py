"""The bitemporal read model: every thread's states over both time axes, kept as rows.

What is asked of the whole ledger is answered from these tables by indexed range queries, not by a
replay. They are disposable: the log is the truth, and they can be built from it again at any time,
with the same rows.
"""
