"""What somebody looks for who seizes a machine: marks planted in what reporters sent, receipts in pieces, and what only a receipt yields."""
import base64, binascii, hashlib, random, re

# A mark is known in every piece of a dozen signs.
PIECE = re.compile(rb'(?:q\dz\d){2}|(?:z\dq\d){2}')


def mark():
    return ''.join('qz'[i % 2] + random.choice('0123456789') for i in range(24))


class Sought:
    """Marks, receipts in pieces, and the keys that only a receipt yields (src/area/portal/receipt.c)."""

    def __init__(self, receipts):
        self.shown = {t[i:i + 10].encode() for r in receipts for t in (r, r.replace('-', '')) for i in range(len(t) - 9)}
        self.secrets = [s for r in receipts for s in derived(r)]

    def found(self, data):
        """As it is, as base64, as hex."""
        data = data.replace(bytes(4096), b'\0')
        out = [m.group(0) for m in PIECE.finditer(data)][:3]
        for run in re.finditer(rb'[A-Za-z0-9+/]{16,}', data):
            for at in range(4):
                piece = run.group(0)[at:]
                out += PIECE.findall(base64.b64decode(piece[:len(piece) // 4 * 4]))
        for run in re.finditer(rb'[0-9A-Fa-f]{24,}', data):
            for at in range(2):
                piece = run.group(0)[at:]
                out += PIECE.findall(binascii.unhexlify(piece[:len(piece) // 2 * 2]))
        for run in re.finditer(rb'[2-9A-HJ-NP-Z-]{10,}', data):
            out += [run.group(0)[i:i + 10] for i in range(len(run.group(0)) - 9) if run.group(0)[i:i + 10] in self.shown]
        return out + [name for name, secret in self.secrets if secret in data]


def derived(receipt):
    of = lambda use: hashlib.blake2b(receipt.replace('-', '').encode(), key=use, digest_size=32).digest()
    seed = of(b'xiezhi receipt box 1')
    return (('salt', of(b'xiezhi receipt salt 1')), ('seed', seed), ('secret key', hashlib.sha512(seed).digest()[:32]))


def memory(pid):
    """Every byte that the process may write to."""
    out = bytearray()
    with open(f'/proc/{pid}/maps') as maps, open(f'/proc/{pid}/mem', 'rb', 0) as mem:
        for line in maps:
            span, rights = line.split()[:2]
            at, end = (int(x, 16) for x in span.split('-'))
            while rights.startswith('rw') and at < end:
                try:
                    mem.seek(at)
                    part = mem.read(min(end - at, 1 << 24))
                except OSError:
                    part = bytes(4096)          # a page that is not there
                out += part.strip(b'\0') + b'\0'
                at += len(part)
    return bytes(out)
