"""The one refusal of the paper channel's pure code."""

from voting.codes import CodedError


class PaperError(CodedError):
    """A sheet, its code, a file or a picture that cannot be used; `code` says why.

    Codes of a sheet's symbol: `not_a_sheet_code`, `unknown_version`. Codes of a layout:
    `bad_layout`. Codes of a file: `empty_file`, `not_an_image`, `too_large`, `too_many_pages`,
    `broken_file`, `locked_file`, `took_too_long`. Codes of a picture: `no_code`, `several_codes`,
    `corner_missing`, `wrong_scale`, `too_blurred`, `fold_or_streak`.
    """
