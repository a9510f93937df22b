"""Pages that are pictures, by text recognition (``pip install 'jixiao[ocr]'``); nothing heavy is imported before one is met."""

from extractor.readers.scan.scans import UNMAPPED_SHARE, Notify, Scans, can_recognise, recognised_notice, remedy

__all__ = ["UNMAPPED_SHARE", "Notify", "Scans", "can_recognise", "recognised_notice", "remedy"]
