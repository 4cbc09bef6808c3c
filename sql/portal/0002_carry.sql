-- What crosses: the organ's own acknowledgement comes back, closed files that were carried in go, a bundle can be made again byte for byte.

ALTER TABLE report ADD COLUMN acknowledgement TEXT NOT NULL DEFAULT '';    -- signed inside, once the organ has it (decisions 16)
ALTER TABLE attachment ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;     -- 1 = the inside has it; the file is about to be removed
ALTER TABLE bundle RENAME COLUMN sha256 TO hash;                            -- outward: '' while it was never written whole
ALTER TABLE bundle ADD COLUMN said BLOB;                                    -- outward: what it says besides its rows (seen, keys)
