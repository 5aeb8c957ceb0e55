"""Measuring the bot: question sets, what answers must hold, retrieval against baselines, reports and comparisons.

Nothing here is needed to answer a question. ``bot.evaluation.runner.evaluate`` is the way in.
"""
