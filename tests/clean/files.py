"""Real files of every kind with marks planted wherever their format has room for who, where and when. Made anew for each run."""
import os
import struct
import subprocess
import zipfile
import zlib

FONT = next((f for f in ('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', '/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf')
             if os.path.exists(f)), None)
SEEN = '冒领补贴三次'           # what can be read in the pictures, and must stay


def run(*args):
    done = subprocess.run(args, capture_output=True)
    assert done.returncode == 0, (args, done.stderr[-600:])


def ffmpeg(*args):
    run('ffmpeg', '-nostdin', '-y', '-loglevel', 'error', *args)


def picture(path, width=900, height=300):
    """Black words on white, with a photograph's colours below them."""
    ffmpeg('-f', 'lavfi', '-i', f'color=white:size={width}x{height}', '-vf',
           f"drawtext=fontfile={FONT}:text='{SEEN}':fontsize=44:x=40:y=80:fontcolor=black", '-frames:v', '1', path)


def jpg(path):
    picture(path)
    run('exiftool', '-q', '-overwrite_original', '-Artist=MARKartist', '-GPSLatitude=36.1234', '-GPSLatitudeRef=N', '-GPSLongitude=120.4321',
        '-GPSLongitudeRef=E', '-Make=MARKmake', '-SerialNumber=MARKserial', '-XMP:Creator=MARKxmp', '-IPTC:By-line=MARKiptc',
        '-Comment=MARKcomment', '-DateTimeOriginal=2020:03:04 05:06:07', '-Orientation#=6', path)
    with open(path, 'ab') as f:
        f.write(b'MARKtail' * 20)


def png(path):
    picture(path)
    run('exiftool', '-q', '-overwrite_original', '-PNG:Author=MARKauthor', '-PNG:Comment=MARKcomment', '-XMP:Creator=MARKxmp',
        '-EXIF:Artist=MARKexif', path)
    with open(path, 'ab') as f:
        f.write(b'MARKtail')


def tif(path, pages=1):
    """Grey pages, by hand: what a scanner writes, with its operator's name and machine."""
    out, at, width, height = bytearray(b'II*\0\0\0\0\0'), 4, 200, 100
    for page in range(pages):
        pixels = bytes(255 if (x // 10 + y // 10 + page) % 2 else 0 for y in range(height) for x in range(width))
        where, texts = len(out), []
        out += pixels
        for text in (b'MARKartist\0', b'MARKmake\0', b'MARKdescription\0'):
            texts.append((len(out), len(text)))
            out += text + b'\0' * (len(text) % 2)
        fields = [(256, 3, 1, width), (257, 3, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (270, 2, texts[2][1], texts[2][0]),
                  (271, 2, texts[1][1], texts[1][0]), (273, 4, 1, where), (277, 3, 1, 1), (278, 3, 1, height), (279, 4, 1, len(pixels)),
                  (315, 2, texts[0][1], texts[0][0])]
        struct.pack_into('<I', out, at, len(out))
        out += struct.pack('<H', len(fields)) + b''.join(struct.pack('<HHII', *f) for f in fields)
        at = len(out)
        out += b'\0\0\0\0'
    with open(path, 'wb') as f:
        f.write(out)


def pdf_of(objects, path, info=None):
    out, where = bytearray(b'%PDF-1.6\n'), []
    for i, body in enumerate(objects, 1):
        where.append(len(out))
        out += f'{i} 0 obj\n'.encode() + body + b'\nendobj\n'
    start = len(out)
    out += f'xref\n0 {len(objects) + 1}\n0000000000 65535 f \n'.encode() + b''.join(b'%010d 00000 n \n' % w for w in where)
    out += b'trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n' % (len(objects) + 1, b' /Info %d 0 R' % info if info else b'', start)
    with open(path, 'wb') as f:
        f.write(out)


def stream(body, more=b''):
    return b'<< /Length %d %s >>\nstream\n' % (len(body), more) + body + b'\nendstream'


def pdf(path):
    """Words, a name under a black bar, an author, a file inside, a script, what was drawn before and is off the page."""
    page = (b'BT /F 40 Tf 60 700 Td (Reading matter 4711) Tj ET BT /F 24 Tf 60 600 Td (MARKcovered) Tj ET 0 g 50 590 400 40 re f '
            b'BT /F 24 Tf 3 Tr 60 500 Td (MARKinvisible) Tj ET BT /F 20 Tf 0 Tr 60 -300 Td (MARKoffpage) Tj ET')
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><pdf:Producer>MARKxmp</pdf:Producer></x:xmpmeta>'
    pdf_of([b'<< /Type /Catalog /Pages 2 0 R /Metadata 6 0 R /Names << /EmbeddedFiles << /Names [(MARKname) 7 0 R] >> >> '
            b'/OpenAction << /S /JavaScript /JS (app.alert("MARKscript")) >> >>',
            b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
            b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 5 0 R >> >> /Contents 4 0 R >>',
            stream(page), b'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>', stream(xmp, b'/Type /Metadata /Subtype /XML'),
            b'<< /Type /Filespec /F (MARKfile) /EF << /F 8 0 R >> >>', stream(b'MARKembedded', b'/Type /EmbeddedFile'),
            b'<< /Author (MARKauthor) /Producer (MARKproducer) /Title (MARKtitle) /CreationDate (D:20200304050607) >>'], path, 9)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'


def office(path, main, types, parts, jpg_bytes=None):
    word = 'application/vnd.openxmlformats-officedocument.'
    known = ''.join(f'<Override PartName="/{n}" ContentType="{word}{t}"/>' for n, t in types.items())
    known += f'<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="{word}extended-properties+xml"/>'
    known += '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
    core = ('<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            '<dc:creator>MARKcreator</dc:creator><cp:lastModifiedBy>MARKmodifier</cp:lastModifiedBy></cp:coreProperties>')
    app = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>MARKcompany</Company></Properties>'
    all_parts = {'[Content_Types].xml': f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{known}</Types>',
                 '_rels/.rels': f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                                f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="{main}"/></Relationships>',
                 'docProps/core.xml': core, 'docProps/app.xml': app, **parts}
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, text in all_parts.items():
            z.writestr(zipfile.ZipInfo(name, (2020, 3, 4, 5, 6, 7)), HEAD + text)
        if jpg_bytes:
            z.writestr('word/media/image1.jpeg', jpg_bytes)


def docx(path, photo, comments=False, footnote=False):
    body = (f'<w:p w:rsidR="00AB12CD"><w:r><w:t>{SEEN}</w:t></w:r></w:p>'
            '<w:p><w:ins w:id="1" w:author="MARKinserter" w:date="2020-03-04T05:06:07Z"><w:r><w:t>每次两千元</w:t></w:r></w:ins>'
            '<w:del w:id="2" w:author="MARKdeleter" w:date="2020-03-04T05:06:07Z"><w:r><w:delText>MARKdeleted</w:delText></w:r></w:del></w:p>')
    known = {'word/document.xml': 'wordprocessingml.document.main+xml'}
    rels = f'<Relationship Id="rId1" Type="{REL}/image" Target="media/image1.jpeg"/>'
    parts = {'word/document.xml': f'<w:document {W}><w:body>{body}</w:body></w:document>'}
    if comments:
        known['word/comments.xml'] = 'wordprocessingml.comments+xml'
        rels += f'<Relationship Id="rId2" Type="{REL}/comments" Target="comments.xml"/>'
        parts['word/comments.xml'] = (f'<w:comments {W}><w:comment w:id="0" w:author="MARKcommenter"><w:p><w:r><w:t>MARKremark</w:t></w:r></w:p>'
                                      '</w:comment></w:comments>')
    if footnote:
        known['word/footnotes.xml'] = 'wordprocessingml.footnotes+xml'
        rels += f'<Relationship Id="rId3" Type="{REL}/footnotes" Target="footnotes.xml"/>'
        parts['word/footnotes.xml'] = (f'<w:footnotes {W}><w:footnote w:id="1"><w:p><w:ins w:id="3" w:author="MARKfoot"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'
                                       '</w:footnote></w:footnotes>')
    parts['word/_rels/document.xml.rels'] = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rels}</Relationships>'
    office(path, 'word/document.xml', known, parts, open(photo, 'rb').read())


def xlsx(path):
    s = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office(path, 'xl/workbook.xml', {'xl/workbook.xml': 'spreadsheetml.sheet.main+xml', 'xl/worksheets/sheet1.xml': 'spreadsheetml.worksheet+xml'},
           {'xl/workbook.xml': f'<workbook {s} xmlns:r="{REL}"><sheets><sheet name="账" sheetId="1" r:id="rId1"/></sheets></workbook>',
            'xl/_rels/workbook.xml.rels': f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                                          f'<Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            'xl/worksheets/sheet1.xml': f'<worksheet {s}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{SEEN}</t></is></c></row></sheetData></worksheet>'})


def pptx(path):
    p = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    office(path, 'ppt/presentation.xml', {'ppt/presentation.xml': 'presentationml.presentation.main+xml', 'ppt/slides/slide1.xml': 'presentationml.slide+xml'},
           {'ppt/presentation.xml': f'<p:presentation {p} xmlns:r="{REL}"><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>',
            'ppt/_rels/presentation.xml.rels': f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                                               f'<Relationship Id="rId1" Type="{REL}/slide" Target="slides/slide1.xml"/></Relationships>',
            'ppt/slides/slide1.xml': f'<p:sld {p} {a}><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>{SEEN}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>'})


def mp3(path, photo):
    """Two kinds of tags before and behind, a cover that was photographed somewhere."""
    ffmpeg('-f', 'lavfi', '-i', 'sine=frequency=440:duration=3', '-i', photo, '-map', '0', '-map', '1', '-c:v', 'copy', '-metadata', 'artist=MARKartist',
           '-metadata', 'title=MARKtitle', '-metadata', 'comment=MARKcomment', '-write_id3v1', '1', path)
    with open(path, 'rb') as f:
        whole = f.read()
    sound, id3v1 = whole[:-128], whole[-128:]
    item = struct.pack('<II', 10, 0) + b'Artist\0' + b'MARKapetag'
    head = b'APETAGEX' + struct.pack('<IIII8x', 2000, len(item) + 32, 1, 0xA0000000)
    foot = b'APETAGEX' + struct.pack('<IIII8x', 2000, len(item) + 32, 1, 0x80000000)
    with open(path, 'wb') as f:
        f.write(sound + head + item + foot + id3v1)


def mp4(path, folder, codec='libx264'):
    words = os.path.join(folder, 'words.srt')
    with open(words, 'w') as f:
        f.write('1\n00:00:00,000 --> 00:00:02,000\nMARKsubtitle\n')
    ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=10:duration=2', '-f', 'lavfi', '-i', 'sine=duration=2', '-i', words, '-map', '0', '-map', '1', '-map', '2',
           '-c:v', codec, '-c:a', 'aac', '-c:s', 'mov_text', '-metadata', 'title=MARKtitle', '-metadata', 'location=+36.1234+120.4321/MARKplace',
           '-metadata', 'artist=MARKartist', '-metadata:s:v', 'handler_name=MARKhandler', path)
    run('exiftool', '-q', '-overwrite_original', '-XMP:Creator=MARKxmp', '-Keys:GPSCoordinates=36.1234 120.4321', '-Keys:Model=MARKmodel', path)


# ---- files that lie
def png_of(path, width, height, rows=b''):
    def chunk(kind, body):
        return struct.pack('>I', len(body)) + kind + body + struct.pack('>I', zlib.crc32(kind + body))
    with open(path, 'wb') as f:
        f.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0)) + chunk(b'IDAT', rows) + chunk(b'IEND', b''))


def zip_bomb(path, honest):
    """A gigabyte and a half of blanks in word/document.xml; one that lies says it is a few bytes."""
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        z.writestr('[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        with z.open('word/document.xml', 'w', force_zip64=True) as f:
            for _ in range(1500):
                f.write(b' ' * (1 << 20))
    if honest:
        return
    with open(path, 'r+b') as f:
        whole = bytearray(f.read())
        at = whole.rfind(b'PK\1\2', 0, whole.rfind(b'PK\5\6'))
        struct.pack_into('<I', whole, at + 24, 100)
        f.seek(0)
        f.write(whole)


def pdf_loop(path):
    """Pages that are their own parents and children, a form that draws itself, a stream that names itself as its length."""
    pdf_of([b'<< /Type /Catalog /Pages 2 0 R >>', b'<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 100000 /Parent 2 0 R >>',
            b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /X 5 0 R >> >> /Contents 4 0 R >>',
            stream(b'/X Do ' * 2000), stream(b'/X Do /X Do', b'/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>')], path)


def pdf_of_size(path, side):
    pdf_of([b'<< /Type /Catalog /Pages 2 0 R >>', b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
            b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R >>' % (side, side), stream(b'0 0 10 10 re f')], path)
