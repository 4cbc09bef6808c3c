"""office: xlsx as an office has it, written by hand, and read again without the program's own reader."""
import re
import xml.etree.ElementTree as ET
import zipfile

NS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'


def letters(i):
    s, i = '', i + 1
    while i:
        i, r = divmod(i - 1, 26)
        s = chr(65 + r) + s
    return s


def index(ref):
    n = 0
    for c in re.match('[A-Z]+', ref).group():
        n = n * 26 + ord(c) - 64
    return n - 1


def escape(t):
    t = re.sub(r'_(?=x[0-9A-Fa-f]{4}_)', '_x005F_', t)
    t = re.sub('[\x01-\x08\x0b-\x1f]', lambda m: '_x%04X_' % ord(m.group()), t)
    return t.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')


def decode(t):
    return re.sub(r'_x([0-9A-Fa-f]{4})_', lambda m: chr(int(m.group(1), 16)), t)


def write(path, rows, merges=(), dates=(), epoch_1904=False, before='', name='登记表'):
    """rows of str, number or None. dates: (row, column) from 1 and 0 that are shown as dates. before: text before the sheet's root."""
    body = []
    for r, row in enumerate(rows, 1):
        cells = ''
        for c, v in enumerate(row):
            ref = letters(c) + str(r)
            if isinstance(v, (int, float)):
                cells += f'<c r="{ref}" s="{int((r, c) in dates)}"><v>{v!r}</v></c>'
            elif v is not None:
                cells += f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(v)}</t></is></c>'
        body.append(f'<row r="{r}">{cells}</row>')
    merged = ''.join(f'<mergeCell ref="{m}"/>' for m in merges)
    merged = f'<mergeCells count="{len(merges)}">{merged}</mergeCells>' if merges else ''
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml.'
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('[Content_Types].xml', head + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                   '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                   f'<Override PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/>'
                   f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}worksheet+xml"/>'
                   f'<Override PartName="/xl/styles.xml" ContentType="{kind}styles+xml"/></Types>')
        z.writestr('_rels/.rels', head + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                   f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        z.writestr('xl/workbook.xml', head + f'<workbook xmlns="{NS}" xmlns:r="{REL}"><workbookPr date1904="{int(epoch_1904)}"/>'
                   f'<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>')
        z.writestr('xl/_rels/workbook.xml.rels', head + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                   f'<Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
                   f'<Relationship Id="rId2" Type="{REL}/styles" Target="styles.xml"/></Relationships>')
        z.writestr('xl/styles.xml', head + f'<styleSheet xmlns="{NS}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
                   '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2">'
                   '<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>')
        z.writestr('xl/worksheets/sheet1.xml', head + before +
                   f'<worksheet xmlns="{NS}"><sheetData>{"".join(body)}</sheetData>{merged}</worksheet>')


def read(path, sheet=1):
    """{row number: {column: text}} of a worksheet; a number stays the text that stands in the file."""
    z = zipfile.ZipFile(path)
    shared = []
    if 'xl/sharedStrings.xml' in z.namelist():
        shared = [decode(''.join(t.text or '' for t in si.iter(f'{{{NS}}}t'))) for si in
                  ET.fromstring(z.read('xl/sharedStrings.xml')).iter(f'{{{NS}}}si')]
    out = {}
    for row in ET.fromstring(z.read(f'xl/worksheets/sheet{sheet}.xml')).iter(f'{{{NS}}}row'):
        cells = out.setdefault(int(row.get('r')), {})
        for c in row.iter(f'{{{NS}}}c'):
            v, kind = c.find(f'{{{NS}}}v'), c.get('t')
            if kind == 'inlineStr':
                cells[index(c.get('r'))] = decode(''.join(t.text or '' for t in c.iter(f'{{{NS}}}t')))
            elif v is not None:
                cells[index(c.get('r'))] = shared[int(v.text)] if kind == 's' else v.text
    return out


def table(path):
    """The rows below the heading in row 1, as dictionaries."""
    rows = read(path)
    head = rows.pop(1)
    return [{head[c]: r.get(c, '') for c in head} for r in rows.values()]
