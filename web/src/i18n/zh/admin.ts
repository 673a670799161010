export const admin = { title: '机关与人员' };
