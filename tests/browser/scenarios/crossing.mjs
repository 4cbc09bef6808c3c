// crossing.mjs - a report all the way: sent on the reporting site with three files, carried inside on a medium, screened, registered, its reporter's name shown
// once after a keeper's consent, asked about with a second person's release, carried out, answered, carried in again; and one that article 15 keeps closed. With scripts on a desktop and without on a phone.
// XIEZHI_PICTURES=DIR leaves a picture of every page there.
import { execFileSync } from "node:child_process";
import { deflateSync } from "node:zlib";
import { join } from "node:path";
import { ended, serve } from "../lib.mjs";

const CLERK = "clerk", LEADER = "leader", CARRIER = "casemgr";

const crc = bytes => {
    let c = ~0;
    for (const b of bytes) { c ^= b; for (let k = 0; k < 8; k++) c = c & 1 ? c >>> 1 ^ 0xedb88320 : c >>> 1; }
    return ~c >>> 0;
};
const chunk = (kind, data) => {
    const out = Buffer.alloc(12 + data.length);
    out.writeUInt32BE(data.length, 0);
    out.write(kind, 4, "latin1");
    data.copy(out, 8);
    out.writeUInt32BE(crc(out.subarray(4, 8 + data.length)), 8 + data.length);
    return out;
};
const picture = () => Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", Buffer.from("0000000100000001080200000000", "hex").subarray(0, 13)),
    chunk("tEXt", Buffer.from("Author\0somebody")), chunk("IDAT", deflateSync(Buffer.from([0, 255, 0, 0]))), chunk("IEND", Buffer.alloc(0))]);

class Crossing {
    constructor(s, how) { Object.assign(this, { s, n: 0 }, how); this.portal = join(s.dir, "data", "portal"); this.query = this.lang === "en" ? "?lang=en" : ""; }
    say(what) { return `crossing ${this.lang} ${this.width}: ${what}`; }
    check(what, ok, seen = "") { return this.s.check(this.say(what), ok, seen); }
    medium() { return join(this.s.dir, `medium-${this.lang}-${++this.n}`); }

    async look(page, what) {
        await this.s.examine(page, this.say(what), { axe: this.js });
        if (process.env.XIEZHI_PICTURES)
            await page.screenshot({ path: join(process.env.XIEZHI_PICTURES, `${this.say(what).replace(/[^a-z0-9]+/gi, "-")}.png`), fullPage: true });
    }

    async as(login) {
        const page = await this.s.as(login, { js: this.js, width: this.width });
        if (login) { await page.goto("/"); await this.s.lang(page, this.lang); }
        return page;
    }

    // ---- outside
    async report(rank, name, body, files, signed) {
        const page = await this.s.as("", { js: this.js, width: this.width });
        await this.s.open(page, `${this.base}/report${this.query}`);
        await page.selectOption("#accused_rank", rank);
        await page.fill("#accused_name", name);
        await page.fill("#body", body);
        await page.check(`input[name=kind][value=${signed ? "real" : "anonymous"}]`);
        if (signed) { await page.fill("#reporter_name", signed); await page.fill("#reporter_contact", "13900001111"); }
        if (files) {
            await page.setInputFiles("#file", [{ name: "我的手机.png", mimeType: "image/png", buffer: picture() }, { name: "b.png", mimeType: "image/png", buffer: picture() }]);
            await page.setInputFiles("#file2", [{ name: "c.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(3000, 7) }]);
        }
        await Promise.all([page.waitForNavigation(), page.click("main button[type=submit]")]);
        const receipt = (await page.textContent(".receipt code")).trim();
        await page.context().close();
        return receipt;
    }

    async follow(receipt) {
        const page = await this.s.as("", { js: this.js, width: this.width });
        await this.s.open(page, `${this.base}/follow${this.query}`);
        await page.fill("#receipt", receipt);
        await Promise.all([page.waitForNavigation(), page.click("main button[type=submit]")]);
        return page;
    }

    // ---- the medium, by the pages inside and by the command outside
    async carryIn() {
        const medium = this.medium(), page = await this.as(CARRIER);
        execFileSync("build/xiezhi", ["ferry", "pack", "--out", medium, "--data", this.portal], { stdio: "ignore" });
        await this.s.open(page, "/ferry");
        await page.setInputFiles("#file", medium);
        await Promise.all([page.waitForNavigation(), page.click("form[action='/ferry/unpack'] button")]);
        this.check("the bundle is taken in", await page.locator(".said").count() === 1, (await page.textContent("main")).slice(0, 200));
        await page.context().close();
    }

    async carryOut() {
        const medium = this.medium(), page = await this.as(CARRIER);
        await this.s.open(page, "/ferry");
        await Promise.all([page.waitForNavigation(), page.click("form[action='/ferry/pack'] button")]);
        const [file] = await Promise.all([page.waitForEvent("download"), page.locator("a[download]").first().click()]);
        await file.saveAs(medium);
        execFileSync("build/xiezhi", ["ferry", "unpack", medium, "--data", this.portal], { stdio: "ignore" });
        await page.context().close();
    }

    // ---- inside
    async waiting(page) {
        await this.s.open(page, "/envelope?state=waiting");
        return page.$$eval("main a[href^='/envelope/']", all => all.map(a => a.getAttribute("href")));
    }

    async press(page, where) { await Promise.all([page.waitForNavigation(), page.press(where, "Enter")]); }

    async takeUp(page, path) {
        await this.s.open(page, path);
        await this.press(page, "form[action$='/do/take'] button");
        return page.textContent("main");
    }
}

async function higher(x, page, paths) {
    for (const path of paths) {
        const seen = await x.takeUp(page, path);
        if (/上一级机关|next higher organ/.test(seen)) {
            x.check("article 15: no name is shown, nothing can be opened", !seen.includes("某副市长") && await page.locator("form[action$='/open']").count() === 0);
            await x.look(page, "closed to another");
            await x.press(page, "form[action$='/do/keep_closed'] button");
            await x.look(page, "kept closed");
            return passedOn(x, page);
        }
        await x.press(page, "form[action$='/do/put_back'] button");
    }
    x.check("the report that goes higher is among those that wait", false);
}

// Passed on sealed, and the file made that the next higher organ gets: the answer of a button, and a row of the page.
async function passedOn(x, page) {
    await x.s.open(page, `${new URL(page.url()).pathname}/do/pass_on`);
    await x.look(page, "passing on");
    await page.fill("[name=organ]", "云泽市纪委监委");
    await page.fill("[name=approver]", "高主责");
    await x.press(page, "main form button[type=submit]");
    x.check("passed on", /已密封转送|Passed on sealed/.test(await page.textContent("main")), (await page.textContent("main")).slice(0, 300));
    await x.look(page, "passed on, nothing handed over yet");
    const [file] = await Promise.all([page.waitForEvent("download"), page.press("form[action$='/hand-over'] button", "Enter")]);
    x.check("the file's name tells organ and number alone", /^qy-higher-[0-9]+\.handover$/.test(file.suggestedFilename()), file.suggestedFilename());
    await file.saveAs(join(x.s.dir, `higher-${x.lang}`));
    await page.reload();
    x.check("the page shows that it was made", /云泽市纪委监委/.test(await page.textContent("section[aria-labelledby=handover] table")));
    await x.look(page, "handed over");
}

async function screened(x, page, paths) {
    for (const path of paths) {
        const seen = await x.takeUp(page, path);
        if (seen.includes(x.name))
            return x.check("rank and name are shown, not the text", !seen.includes("账目从未公示"));
        if (await page.locator("form[action$='/do/put_back'] button").count() > 0)
            await x.press(page, "form[action$='/do/put_back'] button");
    }
    return x.check("the report is among those that wait", false);
}

async function registered(x, page) {
    await x.look(page, "seen by its screener");
    await x.press(page, "form[action$='/open'] button");
    x.check("the reporter's words", (await page.textContent("main")).includes("账目从未公示"));
    await x.look(page, "opened");
    await page.fill("[name='persons.0.unit']", "石桥村");
    await x.press(page, "form[action$='/register'] button[name=do]");
    x.check("registered as a petition", /\/petition\/[0-9a-f]{16}/.test(page.url()), page.url());
    await x.look(page, "the petition");
    return new URL(page.url()).pathname;
}

// Who reported is shown once, to who asked for a purpose, after one of the two keepers consented.
async function identity(x, page, at) {
    x.check("no page of the petition tells who reported, or whether somebody says so", !(await page.content()).includes(x.signed) && !/署名情况|How it is signed/.test(await page.textContent("main")));
    await x.s.open(page, `${at}/identity`);
    await page.selectOption("#purpose", "question");
    await page.fill("#words", "当面了解情况");
    await x.press(page, "main form.form button[type=submit]");
    await x.look(page, "identity asked for");
    x.check("nothing opens before the consent", await page.locator("form[action$='/open']").count() === 0);
    const keeper = await x.as("keepera");
    await x.s.open(keeper, "/identity");
    await x.look(keeper, "keepers page");
    await keeper.locator("details.ask summary").first().click();
    await x.press(keeper, "form[action$='/consent'] button");
    await keeper.context().close();
    await x.s.open(page, `${at}/identity`);
    await x.press(page, "form[action$='/open'] button");
    x.check("the name is shown once", (await page.textContent("main")).includes(x.signed) && (await page.textContent("main")).includes("13900001111"));
    await x.look(page, "identity shown");
    await x.s.open(page, `${at}/identity`);
    x.check("and not again", !(await page.content()).includes(x.signed) && await page.locator("form[action$='/open']").count() === 0);
}

async function asked(x, page, at) {
    await x.s.open(page, `${at}/correspondence`);
    await page.fill("[name=text]", "是哪几户？");
    await x.press(page, "form[action$='/ask'] button[name=do]");
    await x.look(page, "asked");
    x.check("who asked cannot release", await page.locator("form[action*='/release/']").count() === 0);
    const leader = await x.as(LEADER);
    await x.s.open(leader, `${at}/correspondence`);
    await x.press(leader, "form[action*='/release/'] button");
    await x.look(leader, "released");
    await leader.context().close();
}

async function answered(x, receipt) {
    const page = await x.follow(receipt);
    x.check("the reporter reads the question", (await page.textContent("main")).includes("是哪几户？"));
    await x.look(page, "the question outside");
    await page.fill("#body", "东头三户");
    await x.press(page, "main button[type=submit]");
    await page.context().close();
}

async function read(x, page, at) {
    await x.s.open(page, `${at}/correspondence`);
    await x.press(page, "form[action$='/correspondence/open'] button");
    x.check("the answer is read inside", (await page.textContent("main")).includes("东头三户"));
    for (let i = 0; i < 60 && await page.locator("main a[href*='/file/']").count() < 2; i++) {
        await page.waitForTimeout(500);
        await page.reload();
    }
    x.check("two clean copies, one file sealed", await page.locator("main a[href*='/file/']").count() === 2, await page.textContent("main"));
    await x.look(page, "correspondence");
}

export default async function (s) {
    const { base, child } = await serve("portal", join(s.dir, "data", "portal"));
    try {
        for (const how of [{ lang: "zh", width: 1366, js: true, name: "谷东家", signed: "言真名" }, { lang: "en", width: 390, js: false, name: "谷西家", signed: "言实名" }]) {
            const x = new Crossing(s, { ...how, base });
            const receipt = await x.report("village", x.name, "冒领补贴三年，账目从未公示。", true, x.signed);
            await x.report("upper", "某副市长", "不该在这里打开的话", false, "");
            const page = await x.as(CLERK), before = new Set(await x.waiting(page));
            await x.carryIn();
            const paths = (await x.waiting(page)).filter(p => !before.has(p));
            x.check("they wait inside", paths.length >= 2, paths.join(" "));
            await x.look(page, "list");
            await higher(x, page, paths);
            await screened(x, page, (await x.waiting(page)).filter(p => !before.has(p)));
            const at = await registered(x, page);
            await identity(x, page, at);
            await asked(x, page, at);
            await x.carryOut();
            await answered(x, receipt);
            await x.carryIn();
            await read(x, page, at);
            await page.context().close();
        }
    } finally {
        await ended(child);
    }
}
