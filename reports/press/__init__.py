"""One content, many renderings: PDF, Word, Excel, web page."""
