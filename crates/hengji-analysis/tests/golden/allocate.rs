//! Incentive allocation, claims, apportionment, plans, assignment, weights.
