"""A report of a sweep for somebody who has ten minutes: the answer first, then the evidence, then the method."""
