"""What runs in the background of the paper desk: identifiers travel, never a page or a sheet."""

from uuid import UUID

from celery import shared_task

from voting.services.scanning import read_to_the_end
from voting.services.uploads import revive


@shared_task(name="voting.read_upload")  # type: ignore[untyped-decorator]
def read_upload(upload_id: str) -> None:
    """Read a file of scans page by page, then let the next one of its batch be read."""
    following = read_to_the_end(UUID(upload_id))
    if following and str(following) != upload_id:
        read_upload.delay(str(following))


@shared_task(name="voting.resume_uploads")  # type: ignore[untyped-decorator]
def resume_uploads() -> None:
    """Take up the files whose reader has fallen silent."""
    for upload in revive():
        read_upload.delay(str(upload))
