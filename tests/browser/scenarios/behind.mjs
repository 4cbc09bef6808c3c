// behind.mjs - what goes on behind a page, on the one page of all such works: a sheet brought in, a register taken out, a summary published. With and
// without scripts, in both languages, wide and on a phone; the bar moves, stopping stops. XIEZHI_PICTURES=DIR leaves a picture of each page there.
import { join } from "node:path";

import { NARROW, WIDE } from "../lib.mjs";

const WORK = /\/works\/[0-9a-f]{16}$/, READY = /\/export\/ready\//;
const who = "田后台", register = "/petition?person=" + encodeURIComponent(who);
const long = "说了很久的一件事。".repeat(30);
const sheet = { name: "后台.csv", mimeType: "text/csv", buffer: Buffer.from("\ufeff编号,被举报人,单位,职务,级别,信访方式,来源,登记日期,内容\r\n"
    + [...Array(2400).keys()].map(i => `后${i},${who},七里村,会计,农村干部,来信,本级受理,2019-10-08,${i}${long}`).join("\r\n") + "\r\n") };

async function picture(page, name) {
    if (process.env.XIEZHI_PICTURES) await page.screenshot({ path: join(process.env.XIEZHI_PICTURES, `${name.replace(/[^a-z0-9]+/gi, "-")}.png`), fullPage: true });
}
const press = (page, what) => Promise.all([page.waitForNavigation(), page.click(what)]);

// The page as it goes on, held still: what its script asks is left waiting until it was looked at.
// Where little is to do it may be done before the page is asked for.
async function held(s, page, name, begin, { js, little = false }) {
    const asked = [];
    if (js) await page.route("**/works/*", r => r.request().resourceType() === "document" ? r.continue() : asked.push(r));
    await begin();
    const going = WORK.test(new URL(page.url()).pathname) && await page.locator("progress").count() === 1;
    s.check(`${name}: a page with a bar and a way to stop`, little && !WORK.test(page.url()) || going && await page.locator("main form[action$='/stop'] button").count() === 1, page.url());
    if (js && going) {
        await s.examine(page, `${name}, going on`);
        await picture(page, `${name} wide`);
        await page.setViewportSize(NARROW);
        await s.examine(page, `${name}, going on, narrow`);
        await picture(page, `${name} narrow`);
        await page.setViewportSize(WIDE);
        const button = page.locator("main form[action$='/stop'] button");
        await button.focus();
        for (let i = 0; i < 50 && asked.length === 0; i++) await page.waitForTimeout(100);
        s.check(`${name}: scripts ask how far it is`, asked.length > 0);
        const further = (await page.content()).replace(/(<progress[^>]* value=")\d+/, "$142");
        await asked.shift()?.fulfill({ contentType: "text/html; charset=utf-8", body: further });
        await page.waitForFunction(() => document.querySelector("progress")?.value === 42, null, { timeout: 5000 }).catch(() => {});
        s.check(`${name}: the bar moves, and the hand stays where it is`, await page.locator("progress").evaluate(p => p.value) === 42
            && await button.evaluate(b => b === document.activeElement));
        await page.unroute("**/works/*");
        for (const r of asked) await r.continue().catch(() => {});
    }
}

async function until(page, where) {
    await page.waitForURL(where, { timeout: 60000 });
}

async function brought(s) {
    const page = await s.as("officer");
    await s.open(page, "/import/petition");
    await page.setInputFiles("#file", sheet);
    await held(s, page, "import", () => press(page, "button[value=all]"), { js: true });
    await until(page, /\/import\/done\//);
    s.check("the sheet is taken, and the bar led there", (await page.textContent("main")).includes("导入 2400 行"), await page.textContent("main"));
    await page.context().close();
}

async function takenOut(s, { js, lang, width }) {
    const page = await s.as("officer", { js, width }), name = `export ${lang}${js ? "" : " without scripts"}${width < 700 ? " narrow" : ""}`;
    await page.goto(register);
    await s.lang(page, lang);
    await page.goto(register);
    const button = page.locator(".paging form[action*='whole=1'] button");
    s.check(`${name}: the list has a button`, await button.count() === 1 && await page.locator(".paging a[href^='/export/']").count() === 0);
    await s.examine(page, `${name}: the list`, { axe: js });
    await picture(page, `${name} list`);
    await held(s, page, name, () => Promise.all([page.waitForNavigation(), button.click()]), { js });
    if (!js && WORK.test(page.url())) {
        await s.examine(page, `${name}, going on`, { axe: false });
        await picture(page, `${name} going`);
    }
    await until(page, READY);
    const text = await page.textContent("main");
    s.check(`${name}: it leads to the file`, text.includes("2,400") && text.includes("petition.xlsx"), text);
    await s.examine(page, `${name}: the file`, { axe: js });
    await picture(page, `${name} ready`);
    const [file] = await Promise.all([page.waitForEvent("download"), page.click("main .btn-primary")]);
    s.check(`${name}: it is fetched`, file.suggestedFilename() === "petition.xlsx" && await file.failure() === null, file.suggestedFilename());
    await s.lang(page, "zh");
    await page.context().close();
}

async function stopped(s, { js }) {
    const page = await s.as("officer", { js }), name = `stopping${js ? "" : " without scripts"}`;
    await page.goto(register);
    await Promise.all([page.waitForNavigation(), page.click(".paging form[action*='whole=1'] button")]);
    await Promise.all([page.waitForNavigation(), page.click("main form[action$='/stop'] button", { timeout: 3000 })]).catch(() => {});
    const text = await page.textContent("main"), ready = READY.test(page.url());
    s.check(`${name}: it says so, or it was quicker`, ready || (text.includes("已经停下") && await page.locator("progress").count() === 0), text);
    if (!ready) {
        await s.examine(page, name, { axe: js });
        await picture(page, name);
        await press(page, "main .actions .btn");
        s.check(`${name}: the way back is the register`, new URL(page.url()).pathname === "/petition", page.url());
    }
    await page.context().close();
}

async function direct(s) {
    const page = await s.as("officer");
    await page.goto("/lead");
    const [file] = await Promise.all([page.waitForEvent("download"), page.click(".paging a[href='/export/lead.csv']")]);
    s.check("a short one comes at once", file.suggestedFilename() === "lead.csv" && new URL(page.url()).pathname === "/lead");
    await s.open(page, "/export/petition.csv?person=" + encodeURIComponent(who));
    s.check("a link to a long one asks first", await page.locator("main form[action^='/export/petition.csv'] .btn-primary").count() === 1);
    await s.examine(page, "a long one by a link");
    await picture(page, "export by a link");
    await press(page, "main form .btn-primary");
    await until(page, READY);
    await page.context().close();
}

async function published(s, { js, lang, period }) {
    const page = await s.as("leader", { js }), name = `publishing ${lang}${js ? "" : " without scripts"}`;
    await page.goto("/summary");
    await s.lang(page, lang);
    await page.goto("/summary");
    await page.fill("#period", period);
    await press(page, "form[action='/summary'] button");
    const path = new URL(page.url()).pathname;
    await page.goto(path + "/publish");
    await held(s, page, name, () => press(page, "form[action$='/publish'] button[type=submit]"), { js, little: true });
    if (!js) await picture(page, name);
    await until(page, u => u.pathname === path);
    s.check(`${name}: it leads to the frozen report`, (await page.textContent("main")).includes("SHA-256"), page.url());
    if (js) s.check(`${name}: and says so once`, await page.locator(".said").count() === 1);
    await s.lang(page, "zh");
    await page.context().close();
}

export default async function (s) {
    await brought(s);
    await takenOut(s, { js: true, lang: "zh", width: 1366 });
    await takenOut(s, { js: true, lang: "en", width: 390 });
    await takenOut(s, { js: false, lang: "zh", width: 390 });
    await takenOut(s, { js: false, lang: "en", width: 1366 });
    await stopped(s, { js: true });
    await stopped(s, { js: false });
    await direct(s);
    await published(s, { js: true, lang: "zh", period: "2019Q1" });
    await published(s, { js: true, lang: "en", period: "2019Q2" });
    await published(s, { js: false, lang: "zh", period: "2019-03" });
}
