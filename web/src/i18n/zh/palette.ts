export const palette = {
  title: '快速前往',
  hint: '输入页面、步骤，或者案件的编号、标题、当事人',
  group: { steps: '本案步骤', cases: '案件', pages: '页面' },
  none: '没有相符的页面、步骤或者案件。',
  keys: '↑ ↓ 选择，Enter 前往，Esc 关闭',
};
