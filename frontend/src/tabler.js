// Of Tabler's style sheet, the parts that the desk uses: a page that wants another part adds its class here.
const used = /^(btn(-(primary|sm|link|danger))?|form-(control|select|label|hint|check(-.+)?|switch|file|text)|input-group(-.+)?|table(-(responsive|hover|striped|sm|vcenter))?|row|col(-.+)?|g-\d|container(-.+)?|visually-hidden(-.+)?|disabled|active)$/;

const names = (selector) => [...selector.matchAll(/\.([a-zA-Z_][\w-]*)/g)].map((match) => match[1]);
const wanted = (selector) => names(selector).every((name) => used.test(name)) && !/data-bs-theme="?.?dark|\[dir|\[data-vc/.test(selector);

export function onlyUsed() {
  return {
    postcssPlugin: "only-used",
    Rule(rule) {
      if (!rule.source.input.file?.includes("@tabler") || rule.parent.name?.endsWith("keyframes")) return;
      rule.selectors = rule.selectors.filter(wanted);
      if (!rule.selectors.length || rule.selector === "") rule.remove();
    },
    OnceExit(root) {
      root.walkAtRules((at) => at.nodes && !at.nodes.length && at.remove());
    },
  };
}
onlyUsed.postcss = true;
