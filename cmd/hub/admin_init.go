package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/xianjie-hub/xianjie/casework"
)

// adminInitCmd registers the first organ and the issuer through which its first
// administrator logs in. Running it again changes nothing.
type adminInitCmd struct {
	adminFlags
	AgencyCode string `help:"Code of the organ that runs the hub; stays for ever." required:""`
	AgencyName string `help:"Its full name." required:""`
	organFlags
	issuerFlags
	ForceAdd bool `help:"Register another issuer of operators although one exists: for the day on which nobody can log in. It is recorded."`
}

// Run sets the hub up and says what to do next.
func (c adminInitCmd) Run() error {
	ctx, cancel := stopped()
	defer cancel()
	issuer, err := c.issuer(c.AgencyCode)
	if err != nil {
		return err
	}
	d, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer d.close()
	done, err := d.InstallFirstLogin(ctx, casework.CommandLine(), casework.FirstLogin{
		Organ: c.organ(c.AgencyCode, c.AgencyName), Issuer: issuer, Force: c.ForceAdd,
	})
	if err != nil {
		return refused(err)
	}
	d.sayFirst(done)
	return nil
}

func (d *adminDesk) sayFirst(done casework.FirstLoginDone) {
	both(d.out, "机关", "Organ", done.Agency.Code+" "+done.Agency.Name+made(done.NewAgency))
	both(d.out, "身份提供方", "Issuer", done.Issuer.Code+" "+done.Issuer.URL+made(done.NewIssuer))
	if done.NewSecret {
		both(d.out, "客户端密钥", "Client secret", "已更换 · replaced")
	}
	d.sayAddresses(done.Issuer)
	var operators []string
	for role, function := range done.Issuer.RoleMap {
		if function == "operator" {
			operators = append(operators, role)
		}
	}
	fmt.Fprintf(d.out, `
下一步
  1. 在身份服务中登记上面的回调地址和注销地址，并把角色 %[1]s 授予第一位系统运维人员。
  2. 启动 hub serve 和 hub work，打开 %[2]s 登录。
  3. 在“机关与人员”中登记其他机关和身份提供方，可先用“试算”查看令牌对应的岗位。
  4. 尽快让第二位系统运维人员或者机关管理员登录：此后身份提供方的变更须由第二人确认。
Next
  1. Register the two addresses above at the issuer, and grant the role %[1]s to the first operator.
  2. Start hub serve and hub work, open %[2]s and log in.
  3. Register the other organs and issuers in 机关与人员; its dry run shows what a token would become.
  4. Have a second operator, or an organ's administrator, log in soon: from then on changes of issuers need a second person.
`, strings.Join(operators, ", "), d.PublicURL)
	if len(done.OtherIssuers) > 0 {
		codes := strings.Join(done.OtherIssuers, ", ")
		fmt.Fprintf(d.out, "\n注意：另有运维人员可登录的身份提供方：%s；本次添加已记入办理记录。\nNote: operators can also log in through %s; this addition is on record.\n", codes, codes)
	}
}

func (d *adminDesk) sayAddresses(i casework.Issuer) {
	both(d.out, "回调地址", "Redirect URI", d.login.RedirectURI(i.Code))
	both(d.out, "注销地址", "Back-channel logout URI", d.login.LogoutURI(i.Code))
}

func both(w io.Writer, zh, en, text string) { fmt.Fprintf(w, "%s %s: %s\n", zh, en, text) }

func made(is bool) string {
	if is {
		return "  (新 new)"
	}
	return "  (已有 there already)"
}
