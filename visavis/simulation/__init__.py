"""Customers and agents in virtual time, under the policy of production: `visavis simulate`."""
