export const precheck = {
  title: '移送前预审', lead: '按法定材料和案卷评查表逐项核对。这里不阻止移送；标“法定”的，由相应步骤审查。', print: '打印预审单', wait: '正在核对案卷…', none: '本类移送没有载明的评查表。',
  n: { missing: '缺 {{n}}', judge: '待判断 {{n}}', met: '具备 {{n}}' },
  state: { met: '具备', missing: '缺', judge: '人工判断', not_applicable: '不适用', later: '移送后' },
  points: '{{n}} 分', bonus: '加 {{n}} 分', gate: '法定', gateHelp: '办理步骤也会审查这一项', flagged: '依据只核对转载',
  nothingOpen: '没有缺项，也没有待判断的。', done: '其余各项', todo: '办理', answer: '填写判断', remarkDo: '写说明', change: '修改', remark: '说明', takeBack: '收回',
};
