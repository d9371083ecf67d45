"""Adapters to what a language needs: words, sentences, dictionary forms, a parser."""
