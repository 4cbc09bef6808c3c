// png8.mjs - a screenshot (8 bits a channel, not interlaced) as a png of at most 256 colours: a third of the bytes, and nobody sees it.
import { deflateSync, inflateSync, crc32 as zlibCrc } from "node:zlib";

const SIGN = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

function crcTable() {
    return Uint32Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ n >>> 1 : n >>> 1; return n; });
}
const TABLE = crcTable();
const crc = bytes => zlibCrc ? zlibCrc(bytes) : (bytes.reduce((c, b) => TABLE[(c ^ b) & 255] ^ c >>> 8, -1) ^ -1) >>> 0;

function* chunks(png) {
    for (let at = 8; at < png.length;) {
        const n = png.readUInt32BE(at);
        yield [png.toString("latin1", at + 4, at + 8), png.subarray(at + 8, at + 8 + n)];
        at += 12 + n;
    }
}

function chunk(type, data) {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]), head = Buffer.alloc(4), tail = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    tail.writeUInt32BE(crc(body));
    return Buffer.concat([head, body, tail]);
}

// The five filters of PNG, undone line by line.
function pixels(raw, width, height, bpp) {
    const line = width * bpp, out = Buffer.alloc(line * height);
    for (let y = 0; y < height; y++) {
        const filter = raw[y * (line + 1)], from = y * (line + 1) + 1, to = y * line;
        for (let x = 0; x < line; x++) {
            const a = x >= bpp ? out[to + x - bpp] : 0, b = y > 0 ? out[to + x - line] : 0, c = x >= bpp && y > 0 ? out[to + x - line - bpp] : 0;
            const p = a + b - c, pa = Math.abs(p - a), pb = Math.abs(p - b), pc = Math.abs(p - c);
            const add = [0, a, b, a + b >> 1, pa <= pb && pa <= pc ? a : pb <= pc ? b : c][filter];
            out[to + x] = raw[from + x] + add & 255;
        }
    }
    return out;
}

// The 256 commonest colours; any other becomes its nearest.
function palette(counts) {
    const kept = [...counts.keys()].sort((x, y) => counts.get(y) - counts.get(x)).slice(0, 256);
    const rgb = kept.map(c => [c >> 16, c >> 8 & 255, c & 255]), index = new Map(kept.map((c, i) => [c, i]));
    for (const c of counts.keys()) {
        if (index.has(c)) continue;
        let best = 0, least = Infinity;
        for (let i = 0; i < rgb.length; i++) {
            const d = (rgb[i][0] - (c >> 16)) ** 2 + (rgb[i][1] - (c >> 8 & 255)) ** 2 + (rgb[i][2] - (c & 255)) ** 2;
            if (d < least) { least = d; best = i; }
        }
        index.set(c, best);
    }
    return { rgb, index };
}

export function png8(png) {
    const parts = [...chunks(png)], head = parts[0][1], width = head.readUInt32BE(0), height = head.readUInt32BE(4), bpp = head[9] === 6 ? 4 : 3;
    const raw = inflateSync(Buffer.concat(parts.filter(p => p[0] === "IDAT").map(p => p[1])));
    const px = pixels(raw, width, height, bpp), counts = new Map(), out = Buffer.alloc((width + 1) * height);
    const colour = i => px[i] << 16 | px[i + 1] << 8 | px[i + 2];
    for (let i = 0; i < px.length; i += bpp) counts.set(colour(i), (counts.get(colour(i)) || 0) + 1);
    const { rgb, index } = palette(counts);
    for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) out[y * (width + 1) + 1 + x] = index.get(colour((y * width + x) * bpp));
    const ihdr = Buffer.from(head);
    ihdr[9] = 3;
    return Buffer.concat([SIGN, chunk("IHDR", ihdr), chunk("PLTE", Buffer.from(rgb.flat())), chunk("IDAT", deflateSync(out, { level: 9 })),
        chunk("IEND", Buffer.alloc(0))]);
}
