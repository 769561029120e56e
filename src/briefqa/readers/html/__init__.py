"""The reader of HTML: the slides of a slide framework, else sections under headings."""
