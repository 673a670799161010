module github.com/xianjie-hub/xianjie/tools

go 1.26.0
