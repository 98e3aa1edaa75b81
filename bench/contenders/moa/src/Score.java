/** What a pass came to: an accuracy, an error, or a checksum. */
record Score(String name, double value) {}
