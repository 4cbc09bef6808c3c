// import.mjs - a sheet with three bad rows brought by a page: nothing taken, the rows told, marks fetched, the good ones taken; the same file
// again; what a list shows taken out again. With and without scripts, wide and narrow.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const HEAD = ["编号", "被举报人", "单位", "职务", "级别", "信访方式", "来源", "登记日期", "内容", "举报人"];
const secret = "页面上不该出现的第十五条内容";

const row = (no, over = {}) => HEAD.map(h => over[h] ?? { 编号: no, 被举报人: "胡导入", 单位: "六里村", 职务: "会计", 级别: "农村干部", 信访方式: "来信",
    来源: "本级受理", 登记日期: "2019-11-04", 内容: `导入的第 ${no} 封`, 举报人: "封存某" }[h]);
const sheet = rows => ({ name: "登记表.csv", mimeType: "text/csv", buffer: Buffer.from("\ufeff" + [HEAD, ...rows].map(r =>
    r.map(c => `"${c}"`).join(",")).join("\r\n") + "\r\n") });
const bring = async (page, file) => {
    await page.goto("/import/petition");
    await page.setInputFiles("#file", file);
    await Promise.all([page.waitForNavigation(), page.click("button[value=all]")]);
};
const press = (page, what) => Promise.all([page.waitForNavigation(), page.click(what)]);
const count = async page => {           // 1000 for "50+" and the like: more than the page counts to
    await page.goto("/petition?person=" + encodeURIComponent("胡导入"));
    const told = /共 ([\d,]+)(\+?) 件/.exec(await page.textContent("main")) ?? [0, "0", ""];
    return told[2] ? 1000 : Number(told[1].replace(",", ""));
};
const fetched = async (page, path) => { const r = await page.request.get(path); return [r.status(), await r.body()]; };

// An xlsx is a zip of texts.
function opened(s, bytes) {
    const file = join(s.dir, "marks.xlsx");
    writeFileSync(file, bytes);
    const part = name => execFileSync("unzip", ["-p", file, name], { encoding: "utf8" });
    return { all: part("xl/*.xml"), comments: part("xl/comments*.xml") };
}

async function round(s, { js, width, tag }) {
    const page = await s.as("clerk", { js, width }), aside = await s.as("clerk", { js: false }), before = await count(aside);
    const bad = [row(`${tag}1`), row(`${tag}2`, { 登记日期: "2020-02-30" }), row(`${tag}3`, { 级别: "上级管理的干部", 内容: secret }),
        row(`${tag}4`, { 信访方式: "传真机" }), row(`${tag}5`)];
    await bring(page, sheet(bad));
    const text = await page.textContent("main");
    s.check(`${tag}: five rows, three bad, none taken`, text.includes("5 行里有 3 行不能导入，所以一行也没有导入"), text.slice(0, 200));
    s.check(`${tag}: each is told`, ["日期 2020-02-30 不存在", "第十五条", "选项里没有“传真机”", "第 3 行", "第 4 行", "第 5 行"].every(w => text.includes(w)));
    s.check(`${tag}: article 15 is not quoted`, !(await page.content()).includes(secret));
    await s.examine(page, `${tag}: bad rows`, { axe: js });
    const marks = await page.getAttribute("a[href$='/marks']", "href");
    const [status, bytes] = await fetched(page, marks);
    s.check(`${tag}: the marked sheet comes`, status === 200 && bytes.subarray(0, 2).toString() === "PK", `${status}`);
    const words = opened(s, bytes);
    s.check(`${tag}: it is the sheet with every reason in it, on its own row`, ["导入的第", "日期 2020-02-30 不存在", "第十五条", "选项里没有“传真机”"].every(w => words.all.includes(w)),
        words.all.slice(0, 600));
    s.check(`${tag}: wrong cells carry a comment`, /<comment ref="[A-J]3"/.test(words.comments) && /<comment ref="[A-J]5"/.test(words.comments), words.comments.slice(0, 300));
    s.check(`${tag}: nothing was taken`, await count(aside) === before);
    await press(page, "button[value=good]");
    s.check(`${tag}: the good ones are taken`, new URL(page.url()).pathname.startsWith("/import/done/") && (await page.textContent("main")).includes("导入 2 行"), page.url());
    await s.examine(page, `${tag}: what came of it`, { axe: js });
    s.check(`${tag}: two more`, await count(aside) === before + 2);
    const [gone] = await fetched(page, marks);
    s.check(`${tag}: the kept file is gone`, gone === 404, `${gone}`);
    await bring(page, sheet(bad));
    s.check(`${tag}: the same file is named`, (await page.textContent("main")).includes("导入过"));
    await s.examine(page, `${tag}: the same file`, { axe: js });
    await bring(page, { name: "a.xlsx", mimeType: "application/octet-stream", buffer: Buffer.from("PK\u0003\u0004 not a sheet") });
    s.check(`${tag}: a broken file is told in words`, /文件不完整|不是 xlsx/.test(await page.textContent("main")), (await page.textContent("main")).slice(0, 200));
    await aside.context().close();
    await page.context().close();
}

async function out(s) {
    const page = await s.as("clerk"), path = "/petition?person=" + encodeURIComponent("胡导入") + "&sort=registered_on";
    await page.goto(path);
    const seen = await page.$$eval("table.register tbody tr th a", a => a.map(x => x.textContent.trim()));
    const links = await page.$$eval(".paging a[href^='/export/']", a => a.map(x => x.getAttribute("href")));
    const csv = (await fetched(page, links.find(l => l.includes(".csv"))))[1].toString();
    const rows = csv.trim().split("\r\n").slice(1).map(l => l.slice(1).split('","')[0]);
    s.check("export gives exactly what is seen", seen.length > 0 && JSON.stringify(rows) === JSON.stringify(seen), `${rows} / ${seen}`);
    const whole = await fetched(page, links.find(l => l.includes("whole=1")));
    s.check("and every field when asked", whole[0] === 200 && whole[1].length > 3000);
    const json = (await fetched(page, links.find(l => l.includes(".json"))))[1].toString();
    s.check("no reporter comes out", JSON.parse(json).length === seen.length && !json.includes("封存某") && !csv.includes("封存某"));
    const other = await s.as("investigator");
    s.check("who may not export is refused", (await fetched(other, "/export/petition.csv"))[0] === 403);
    const second = await s.as("officer");
    s.check("a kept file opens for its own session only", (await fetched(second, "/import/kept/00000000000000aa/marks"))[0] === 404);
    for (const p of [page, other, second]) await p.context().close();
}

// A large file goes on behind the page: a number, a way to stop, and the same page in the end.
async function behind(s, { js, tag }) {
    const page = await s.as("clerk", { js }), before = await count(page);
    const long = "很长的一段内容。".repeat(40), many = [...Array(3000).keys()].map(i => row(`${tag}大${i}`, { 内容: `${i}${long}` }));
    const seen = () => page.textContent("main").catch(() => "看看到哪了");                      // it may be on its way to itself
    const ended = async () => {
        let text = await seen();
        for (let i = 0; i < 120 && text.includes("看看到哪了"); i++, text = await seen()) await page.waitForTimeout(500);
        return text;
    };
    await bring(page, sheet(many));
    const text = await page.textContent("main");
    s.check(`${tag}: a large file has a page with a number`, /导入“登记表.csv”\s*\d+ %\s*\d+ %/.test(text), text.slice(0, 200));
    await s.examine(page, `${tag}: progress`, { axe: false });          // the page looks again each second: nothing slow here
    await page.click("main form[action$='/stop'] button", { timeout: 3000 }).catch(() => {});
    const end = await ended(), stopped = end.includes("已经停下");
    s.check(`${tag}: it can be stopped`, stopped || end.includes("导入 3000 行"), end.slice(0, 200));
    s.check(`${tag}: stopped is nothing taken`, await count(page) === before + (stopped ? 0 : 1000 - before), `${before}`);
    many[7] = row(`${tag}大7`, { 登记日期: "2020-13-01" });
    await bring(page, sheet(many));
    const bad = await ended();
    s.check(`${tag}: its bad rows are told`, (bad.includes("第 9 行") && bad.includes("所以一行也没有导入")) || !stopped, bad.slice(0, 300));
    if (stopped) {
        await press(page, "button[value=good]");
        s.check(`${tag}: and its good ones taken`, (await ended()).includes("导入 2999 行"), (await page.textContent("main")).slice(0, 200));
        const all = await count(page);
        s.check(`${tag}: all of them`, all === 1000, `${all}`);
    }
    await page.context().close();
}

export default async function (s) {
    await round(s, { js: true, width: 1366, tag: "甲" });
    await round(s, { js: false, width: 390, tag: "乙" });
    await out(s);
    await behind(s, { js: false, tag: "丁" });
}
