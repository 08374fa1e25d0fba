"""The limits of the reading side, in one place. Shown beside the uploader, and the same on the command line."""

MB = 1024 * 1024

UPLOAD_BYTES = 20 * MB
ZIP_PARTS = 512
ZIP_PART_BYTES = 100 * MB
ZIP_BYTES = 200 * MB
SHEETS = 64
COLUMNS = 1_300  # the IMF's wide files have a column a month since 1948, and quarters and years beside them
TEXT_ROWS, GRID_ROWS = 1_048_576, 200_000  # CSV; workbooks and web pages
TEXT_CELLS, GRID_CELLS = 12_000_000, 2_000_000
CELL_CHARACTERS = 32_767
CSV_FIELD_CHARACTERS = 131_072
XML_TOKEN_BYTES = 1 * MB  # one tag or piece of text; longer ones take expat before 2.6 quadratic time
HTML_TABLES = 200
HTML_TAG = 1_000_000
HTML_BROKEN, HTML_PIECES = 1_000, 200_000  # work, not bytes: what a page makes the parser do
COLSPAN, ROWSPAN = 1_000, 10_000  # the HTML standard clamps colspan at 1,000
NESTING = 64

CHILDREN = 2
CHILD_MEMORY = 1024 * MB
CHILD_CPU_SECONDS = 20
CHILD_WALL_SECONDS = 30
CHILD_FILES = 32
ANSWER_BYTES = 160 * MB  # what one child may send back

NAME_CHARACTERS = 100
FIRST_DAY = "1950-01-01"  # no series of any source starts earlier; a date cell before it is a misread number
