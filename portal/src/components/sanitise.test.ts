import { describe, expect, it } from "vitest";
import { messageHtml as message } from "./markdown";
import { articleHtml as article } from "./sanitise";

const articleHtml = (html: string) => String(article(html));
const messageHtml = (text: string) => String(message(text));

describe("an article's HTML", () => {
  it("keeps what is read and drops what acts", () => {
    const html = articleHtml(
      '<h2>Steps</h2><p onclick="x()" style="position:fixed">One</p><script>alert(1)</script><iframe src="/"></iframe>' +
        '<img src="x" onerror="alert(1)"><form action="/"><input></form><a href="javascript:alert(1)">go</a>',
    );
    expect(html).toContain("<h2>Steps</h2>");
    expect(html).toContain("<p>One</p>");
    expect(html).not.toMatch(/script|onclick|onerror|iframe|form|input|javascript:|style=/i);
  });

  it("sends links to elsewhere into a window that knows nothing of this one", () => {
    const html = articleHtml('<a href="https://example.com/">out</a><a href="/customer">in</a>');
    expect(html).toMatch(/<a [^>]*href="https:\/\/example.com\/"[^>]*target="_blank"/);
    expect(html).toContain('rel="noopener noreferrer nofollow"');
    expect(html.match(/_blank/g)).toHaveLength(1);
  });

  it("has the addresses for paper, of links whose words do not say them", () => {
    const html = articleHtml(
      '<a href="/customer/knowledge/a1">setup</a><a href="https://example.com">https://example.com</a>' +
        '<a href="mailto:help@acme.example">help@acme.example</a><a href="tel:+4720555014" data-address="x">call</a>',
    );
    const addresses = [...html.matchAll(/data-address="([^"]*)"/g)].map(([, address]) => address);
    expect(addresses).toEqual([`${location.origin}/customer/knowledge/a1`, "tel:+4720555014"]);
  });

  it("leaves no way to shadow the page's own names", () => {
    expect(articleHtml('<p id="content" name="x" class="y">t</p>')).toBe("<p>t</p>");
  });
});

describe("a message's plain Markdown", () => {
  it("draws emphasis, lists, code and line breaks", () => {
    const html = messageHtml("**bold** and `x < y`\nnext\n\n- one\n- two");
    expect(html).toContain("<strong>bold</strong>");
    expect(html).toContain("<code>x &lt; y</code>");
    expect(html).toContain("<br>");
    expect(html).toMatch(/<ul>\s*<li>one<\/li>/);
  });

  it("shows raw HTML as the text it is", () => {
    const html = messageHtml("<img src=x onerror=alert(1)> <b>no</b>\n\n<script>alert(1)</script>");
    const holder = document.createElement("div");
    holder.innerHTML = html;
    expect(holder.querySelector("img, b, script")).toBeNull();
    expect(holder.textContent).toContain("<b>no</b>");
    expect(holder.textContent).toContain("<script>alert(1)</script>");
  });

  it("shows what is no address as text, and everything around it", () => {
    const html = messageHtml(
      `before [x](http://[) http://${"a.".repeat(2_000)} [y](https://a..b:99999/) after`,
    );
    expect(html).toMatch(/before .*x.* after/);
    expect(html).not.toContain('a..b:99999/"');
  });

  it("loads no pictures and runs no links", () => {
    const html = messageHtml("![pixel](https://example.com/p.gif) [x](javascript:alert(1))");
    const holder = document.createElement("div");
    holder.innerHTML = html;
    expect(holder.querySelector("img")).toBeNull();
    expect(
      [...holder.querySelectorAll("*")].flatMap((one) => [...one.attributes]).map(({ value }) => value),
    ).toEqual([
      "https://example.com/p.gif",
      "https://example.com/p.gif",
      "noopener noreferrer nofollow",
      "_blank",
    ]);
    expect(holder.textContent).toContain("pixel");
    expect(holder.textContent).toContain("[x](javascript:alert(1))");
  });
});
