// double_sanction.mjs - an investigator's path to a double sanction: a lead registered directly, a disposal taken back and proposed again, its
// approval by another person, the outcome, the filing on both lines, the investigation, adjudication by other people with one return for
// evidence, two sanctions that match and a pair that is warned about, their papers, the appeal; what may not be done says why and who could.
// Gone twice: in Chinese with scripts, and in English on a phone without.
import { NARROW, WIDE } from "../lib.mjs";

const EN = { 提出处置意见: "Propose a disposal", 撤回: "Withdraw", 批准: "Approve", 批准处置结果: "Approve the outcome", 呈批立案: "Propose to file a case",
    批准立案: "Approve the filing", 移送审理: "Pass to adjudication", 退回补充证据: "Return for evidence", 提出处理意见: "Propose a result", 结案: "Conclude",
    已撤回: "Withdrawn", 已决定: "Decided", 已结案: "Concluded", 本系统自定: "arrangement of this program", 一般不这样匹配: "are not usually matched like this",
    拟立案审查调查: "filing proposed", "监察法（2018年）": "Supervision Law 2018", 监督执纪工作规则: "oversight and discipline enforcement", 今天: "today" };
let say = zh => zh;             // of the walk under way
const text = page => page.textContent("main");
const submit = page => Promise.all([page.waitForNavigation(), page.click("main form.form button[type=submit].btn-primary")]);
const path = page => new URL(page.url()).pathname;

async function act(page, label) {
    await Promise.all([page.waitForNavigation(), page.click(`.todo a:has-text("${label}"), .todo button:has-text("${label}")`)]);
}
async function fill(page, values) {
    for (const [name, value] of Object.entries(values)) {
        const field = page.locator(`main [name="${name}"]`).first(), tag = await field.evaluate(e => e.tagName + ":" + e.type);
        if (tag === "SELECT:select-one") await field.selectOption(value);
        else if (tag === "INPUT:radio") {                   // by the keyboard: focus brings it out from under the bar of buttons
            await page.locator(`main [name="${name}"][value="${value}"]`).focus();
            await page.keyboard.press("Space");
        }
        else await field.fill(value);
    }
}
const cannot = async (page, label) => (await page.locator(`.todo li:has(.cannot:has-text("${label}"))`).allTextContents()).join(" ");
const can = (page, label) => page.locator(`.todo a:has-text("${label}"), .todo button:has-text("${label}")`).count();

async function lead(s, page, name) {
    await s.open(page, "/lead/new");
    await fill(page, { "persons.0.name": name, "persons.0.unit": "区走读局", "persons.0.post": "副局长", "persons.0.rank": "RK_FK", source: "supervision",
        body: "监督检查发现其违规审批并收受礼金" });
    await submit(page);
    s.check("a lead is registered directly", /^\/lead\/[0-9a-f]{16}$/.test(path(page)), path(page));
    return path(page);
}

async function disposals(s, page, other, principal, at, js) {
    s.check("nothing can be filed before the verification", (await cannot(page, say("呈批立案"))).includes(say("拟立案审查调查")), await cannot(page, say("呈批立案")));
    await act(page, say("提出处置意见"));
    await fill(page, { method: "verify", plan: "成立两人核查组，调取审批档案" });
    await submit(page);
    const first = path(page);
    s.check("the proposer cannot approve", (await can(page, say("批准"))) === 0 && (await text(page)).includes(say("批准")), "");
    s.check("what is no law says so", (await text(page)).includes(say("本系统自定")));
    await act(page, say("撤回"));
    await s.open(page, first);
    s.check("a proposal is taken back before approval", (await text(page)).includes(say("已撤回")));
    await s.open(page, at);
    await act(page, say("提出处置意见"));
    await fill(page, { method: "verify", plan: "成立两人核查组，调取审批档案" });
    await submit(page);
    const second = path(page);
    await s.open(other, first);
    s.check("what was taken back cannot be approved", (await can(other, say("批准"))) === 0);
    await s.open(other, second);
    s.check("the basis of a move is shown", (await text(other)).includes(say("监督执纪工作规则")), (await text(other)).slice(0, 400));
    await act(other, say("批准"));
    await fill(other, { approved_on: say("今天"), approver_no: "批1号" });
    await submit(other);
    await s.open(page, at);
    s.check("a lead under way is not disposed of twice", (await cannot(page, say("提出处置意见"))).length > 0);
    await s.open(principal, second);
    await act(principal, say("批准处置结果"));
    await fill(principal, { outcome: "to_case", ended_on: say("今天") });
    await submit(principal);
    await s.examine(principal, "lead after its verification", { axe: js });
}

async function filed(s, page, principal, at, js) {
    await s.open(page, at);
    await act(page, say("呈批立案"));
    await fill(page, { subject: "区走读局副局长涉嫌违规审批", party_line: "1", supervisory_line: "1", party_member: "1", public_office: "1" });
    await submit(page);
    const kase = path(page);
    s.check("a filing is proposed", /^\/case\/[0-9a-f]{16}$/.test(kase), kase);
    s.check("the investigator cannot approve it", (await can(page, say("批准立案"))) === 0);
    await s.open(principal, kase);
    await act(principal, say("批准立案"));
    await s.examine(principal, "form of the filing", { axe: js });
    await fill(principal, { party_filed_on: say("今天"), supervisory_filed_on: say("今天"), approver_no: "区委主要负责人同意" });
    await submit(principal);
    s.check("the case has its number and its law", /案〔2020〕\d{4}号/.test(await text(principal)) && (await text(principal)).includes(say("监察法（2018年）")));
    return kase;
}

async function adjudicated(s, page, adjudicator, kase) {
    await s.open(page, kase);
    await act(page, say("移送审理"));
    await fill(page, { on: say("今天") });
    await submit(page);
    s.check("the investigator does not adjudicate", (await can(page, say("结案"))) === 0, "");
    await s.open(adjudicator, kase);
    await act(adjudicator, say("退回补充证据"));
    await fill(adjudicator, { on: say("今天"), approver: "杜分管", note: "补充调取银行流水" });
    await submit(adjudicator);
    await s.open(page, kase);
    await act(page, say("移送审理"));
    await fill(page, { on: say("今天"), note: "已补充" });
    await submit(page);
}

async function sanction(s, adjudicator, principal, kase, code) {
    await s.open(adjudicator, kase);
    await act(adjudicator, say("提出处理意见"));
    await fill(adjudicator, { code });
    await submit(adjudicator);
    const at = path(adjudicator);
    s.check(`${code} is proposed`, /^\/result\/[0-9a-f]{16}$/.test(at), (await text(adjudicator)).slice(0, 200));
    await s.open(principal, at);
    await act(principal, say("批准"));
    await fill(principal, { decided_on: say("今天") });
    await submit(principal);
    s.check(`${code} is decided`, (await text(principal)).includes(say("已决定")));
    return at;
}

async function papers(s, page, at, values, what) {
    await s.open(page, `${at}/paper`);
    await fill(page, values);
    await s.examine(page, `draft of ${what}`);
    const preview = await page.evaluate(async () => {
        const body = new FormData(document.querySelector("main form.form"));
        body.set("do", "preview");
        const r = await fetch(document.querySelector("main form.form").action, { method: "POST", body: new URLSearchParams(body) });
        return [r.status, r.headers.get("content-type"), (await r.arrayBuffer()).byteLength];
    });
    s.check(`${what} is previewed as a page`, preview[0] === 200 && preview[1] === "application/pdf" && preview[2] > 1000, preview.join(" "));
    await submit(page);
    s.check(`${what} is kept with the record`, path(page) === at && (await page.locator(`a[href^="${at}/document/"]`).count()) === 2, path(page));
    for (const href of await page.locator(`a[href^="${at}/document/"]`).evaluateAll(all => all.map(a => a.getAttribute("href")))) {
        const bytes = await page.evaluate(async h => { const r = await fetch(h); return [r.status, [...new Uint8Array(await r.arrayBuffer())].slice(0, 2)]; }, href);
        s.check(`${what} is printed as ${href.slice(-4)}`, bytes[0] === 200 && ["37,80", "80,75"].includes(bytes[1].join()), bytes.join());
    }
}

async function spoken(s, page, lang, size) {
    await page.setViewportSize(WIDE);
    await page.goto("/");
    await s.lang(page, lang);
    await page.setViewportSize(size);
}

async function walk(s, { js, lang, size }) {
    const pages = {};
    say = zh => lang === "en" ? EN[zh] : zh;
    for (const who of ["investigator", "leader", "principal", "adjudicator"]) {
        pages[who] = await s.as(who, { js, width: size.width });
        if (lang !== "zh") await spoken(s, pages[who], lang, size);
    }
    const { investigator, leader, principal, adjudicator } = pages;
    const at = await lead(s, investigator, js ? "庄走读" : "庄静读");
    await disposals(s, investigator, leader, principal, at, js);
    const kase = await filed(s, investigator, principal, at, js);
    await s.open(adjudicator, kase);
    await adjudicated(s, investigator, adjudicator, kase);
    const party = await sanction(s, adjudicator, principal, kase, "P_SERIOUS");
    const gov = await sanction(s, adjudicator, principal, kase, "G_MAJOR");
    await s.open(adjudicator, gov);
    s.check("a matching pair is not warned about", !(await text(adjudicator)).includes(say("一般不这样匹配")));
    if (js) {
        await papers(s, investigator, kase, { suspicion: "违反廉洁纪律和职务违法", party_approver: "中共青原区委主要负责人", supervisory_approver: "本委主要负责人" }, "the filing decision");
        await papers(s, adjudicator, party, { facts: "2019年至2020年，违规审批三个项目，收受礼金。", decided_by: "中共青原区纪委常委会会议" }, "the Party sanction");
        await papers(s, adjudicator, gov, { facts: "2019年至2020年，违规审批三个项目。", decided_by: "青原区监委" }, "the governmental sanction");
    }
    await sanctionWarned(s, pages, kase);
    await s.open(adjudicator, kase);
    await act(adjudicator, say("结案"));
    await fill(adjudicator, { on: say("今天") });
    await submit(adjudicator);
    s.check("the case is concluded by the adjudicator", (await text(adjudicator)).includes(say("已结案")));
    await s.examine(adjudicator, "concluded case", { axe: js });
    for (const page of Object.values(pages)) {
        if (lang !== "zh") await spoken(s, page, "zh", size);
        await page.context().close();
    }
    say = zh => zh;
}

// A proposal that does not match is warned about, never blocked; its proposer takes it back.
async function sanctionWarned(s, { adjudicator }, kase) {
    await s.open(adjudicator, kase);
    await act(adjudicator, say("提出处理意见"));
    await fill(adjudicator, { code: "G_WARN" });
    await submit(adjudicator);
    s.check("a pair that does not match is warned about", (await text(adjudicator)).includes(say("一般不这样匹配")), (await text(adjudicator)).slice(0, 200));
    await act(adjudicator, say("撤回"));
    s.check("and may be taken back", (await text(adjudicator)).includes(say("已撤回")));
}

async function accountability(s) {
    const page = await s.as("investigator");
    await s.open(page, "/result/new?alone=1");
    await fill(page, { code: "P_WARN", "person.0.name": "庄问责", "person.0.unit": "区走读局" });
    await submit(page);
    s.check("a sanction does not stand alone", (await text(page)).includes("处分要有案件"));
    await fill(page, { code: "AC_P_NOTICE" });
    await submit(page);
    s.check("accountability does", /^\/result\/[0-9a-f]{16}$/.test(path(page)), (await text(page)).slice(0, 200));
    await page.context().close();
}

async function ties(s) {
    const page = await s.as("investigator");
    const a = await lead(s, page, "庄合并甲"), no = (await page.textContent("h1 span")).trim();
    const b = await lead(s, page, "庄合并乙");
    await act(page, "与另一条线索合并");
    await fill(page, { no: "线〔1999〕9999号" });
    await submit(page);
    s.check("a number that is none is said", (await text(page)).includes("没有编号为"));
    await fill(page, { no });
    await submit(page);
    s.check("two leads become one matter", path(page) === b);
    await act(page, "标记保护伞");
    await fill(page, { umbrella: "1", gang_related: "0" });
    await submit(page);
    s.check("a person is flagged", (await text(page)).includes("保护伞"));
    await s.examine(page, "lead with ties");
    const form = await page.evaluate(async h => (await fetch(h)).status, `${a}/paper/lead_form.pdf`);
    s.check("the lead form is printed", form === 200, `${form}`);
    await page.context().close();
}

export default async function run(s) {
    await walk(s, { js: true, lang: "zh", size: WIDE });
    await walk(s, { js: false, lang: "en", size: NARROW });
    await accountability(s);
    await ties(s);
}
