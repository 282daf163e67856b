package dev.fairlead.cli.fix;

/// One document of one of the files, each counted from 0.
record DocumentIndex(int file, int document) {}
