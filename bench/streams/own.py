"""Streams that River has no generator for: a class each, over which one iterates without end."""

import random


class Places:
    """Events near so many places, three apart: on a grid, or on the axes. Each is visited twice in
    a row, one after the other, then they come at random. The label is the number of the place."""

    def __init__(self, places, features, layout, seed):
        self.places, self.features, self.layout, self.seed = places, features, layout, seed

    def __iter__(self):
        rng = random.Random(self.seed)
        for visit in range(2 * self.places):
            yield self._event(visit // 2, rng)
        while True:
            yield self._event(rng.randrange(self.places), rng)

    def _event(self, place, rng):
        centre = [0.0] * self.features
        if self.layout == "axes":
            centre[place % self.features] = 3.0 * (place // self.features + 1)
        else:
            side = round(self.places ** (1 / self.features))
            for k in range(self.features):
                centre[k] = 3.0 * (place // side**k % side + 1)
        # what is 0 stays so: elsewhere than on an axis a radius of DenStream is seldom above 0
        return {k: v and v + rng.uniform(-0.1, 0.1) for k, v in enumerate(centre)}, place


class Words:
    """Texts of a few topics as counts of their words, most of which are 0."""

    def __init__(self, topics, words, length, seed):
        self.topics, self.words, self.length, self.seed = topics, words, length, seed

    def __iter__(self):
        rng = random.Random(self.seed)
        share = self.words // self.topics
        while True:
            topic = rng.randrange(self.topics)
            counts = dict.fromkeys(range(self.words), 0.0)
            for _ in range(self.length):
                near = rng.random() < 0.8
                word = topic * share + rng.randrange(share) if near else rng.randrange(self.words)
                counts[word] += 1.0
            yield counts, topic
