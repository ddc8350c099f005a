"""What runs in the background of the paper desk: identifiers travel, never a page or a sheet."""

from uuid import UUID

from celery import shared_task

from voting.services import handing_over, print_fetching, print_jobs
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


@shared_task(name="voting.erase_names")  # type: ignore[untyped-decorator]
def erase_names() -> None:
    """Names on slips of paper whose day of destruction has come."""
    handing_over.erase_names()


@shared_task(name="voting.make_sheets")  # type: ignore[untyped-decorator]
def make_sheets(batch_id: int) -> None:
    """Make the file of a batch of sheets; its row says how far it is."""
    print_jobs.carry_out(batch_id)


@shared_task(name="voting.tend_prints")  # type: ignore[untyped-decorator]
def tend_prints() -> None:
    """Begin anew what fell silent, and erase the files that nobody fetched in time."""
    print_fetching.tidy()
    for batch_id in print_jobs.revive():
        make_sheets.delay(batch_id)
