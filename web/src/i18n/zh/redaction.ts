export const redaction = {
  title: '涉密信息清除', help: '误传入本案的涉密内容，由一人下令、另一人执行清除；内容销毁，摘要和办理记录保留。', order: '下达清除令', carry: '执行清除', refuse: '撤销', none: '本案没有清除令。',
  state: { ordered: '待第二人执行', carried_out: '已执行', refused: '已撤销' }, by: '{{agency}} {{name}} · {{at}}', size: '内容 {{places}} 处，记录字段 {{values}} 个', mine: '由您下令，须另一人执行', left: '还有 {{n}} 个文件正在从磁盘删除',
  find: '查找', phrase: '涉密的词句（只用于比对，不保存）', phraseHint: '留空列出本案全部内容', places: '清除哪些内容', found: '没有找到', reason: '理由', reasonHint: '不要写出涉密内容本身', spread: '重复同一内容的其他记录、旧稿和由其制作的文书一并清除，下令后列明。',
  sure: '确定清除？内容销毁后不能恢复。', kind: { text: '案情', event: '办理记录', evidence: '文件', document: '文书' },
  copies: '须另行处置的副本（{{done}} / {{all}}）', copy: { backup: '备份：{{name}}', database: '数据库文件和归档日志', case: '关联案件 {{name}}', organ: '{{name}}持有的下载件、打印件' }, tick: '登记处置', note: '由谁、何时、怎样处置', destroyed: '内容已清除',
};
