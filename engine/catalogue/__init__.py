"""All matters of a town: loaded, kept between two starts, searched, told to citizens, and who uses which name.

Broken files are told and take nothing else down. Others call `town_catalogue.load_catalogue`, `guide`, `uses`.
"""
