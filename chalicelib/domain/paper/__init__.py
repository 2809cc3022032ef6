"""The office's form (申报表): what stands on paper, in any file."""
