"""What many runs say: differences between policies, how sure they are, and what would change the answer.

Everything here takes a table of runs (`Sweep.good`): columns policy, sample, replicate, outcomes and uncertainties.
A sample is one future: a point of the uncertainties. A replicate is one luck: the same seed under every policy.
"""
