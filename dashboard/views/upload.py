"""Upload: figures in, in six steps, with what they would change."""

from dashboard import widgets_upload

widgets_upload.show()
