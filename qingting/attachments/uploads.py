"""A bound on what anybody may send, before a byte of it reaches a disk."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from qingting.attachments.kinds import LARGEST

FORM = 1024 * 1024  # bytes of a form beside its file


class Bounded(FileUploadHandler):
    """The first of FILE_UPLOAD_HANDLERS: of a form that is too large, no file is kept, and its page is told so.

    The form is read to its end all the same, or the browser would show a broken connection in place of a sentence.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.request.too_large = content_length > LARGEST + FORM

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        if self.request.too_large:
            raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
