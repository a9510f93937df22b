"""Archives of documents (ZIP, TAR, 7-Zip, RAR): each member is an input of its own, called ``ARCHIVE!/MEMBER``, never unpacked to disk.

A member's name says where a document came from. It is never used as a path: members are found again by the name that was made
for them, with everything taken out that leads anywhere.
"""
